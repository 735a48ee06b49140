// No two modules serve the same base path.
CREATE CONSTRAINT module_api_base_path IF NOT EXISTS
FOR (m:Module) REQUIRE m.apiBasePath IS UNIQUE
