// Run once, when the database is made: the user that the services have, who may read and write their documents and nothing else.
const password = require("fs").readFileSync("/run/secrets/mongodb-password", "utf8").trim();
db.getSiblingDB("admin").createUser({ user: "wan", pwd: password, roles: [{ role: "readWrite", db: "wan" }] });
