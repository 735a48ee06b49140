// One process at a time does what must be done once: whoever holds the lease of that name.
CREATE CONSTRAINT lease_name IF NOT EXISTS
FOR (lease:Lease) REQUIRE lease.name IS UNIQUE
