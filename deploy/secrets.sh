#!/usr/bin/env bash
# Makes what docker-compose.yml takes from files, in secrets/ beside it. What is there stays as it is, so that it may be run again.
# The folder is for its owner alone. The files in it are not: the users inside the containers, who see the file and not the folder, must read them.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
WAN_SECRETS_FOLDER=${WAN_SECRETS_FOLDER:-secrets}
(umask 077 && mkdir -p "$WAN_SECRETS_FOLDER")
cd "$WAN_SECRETS_FOLDER"

random() { head -c "$1" /dev/urandom | base64 -w 0; } # bytes
word() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; } # of letters and digits, which may stand in an address

# Whole before it has its name.
make() { # file, command that writes its content
  [ ! -s "$1" ] || return 0
  "${@:2}" >"$1.draft"
  chmod 644 "$1.draft"
  mv "$1.draft" "$1"
  echo "made $WAN_SECRETS_FOLDER/$1" >&2
}

make Auth__SigningKey random 32
make mongodb-root-password word
make mongodb-password word
make mongodb-keyfile random 512
make Storage__MongoDb__ConnectionString printf 'mongodb://wan:%s@mongodb:27017/?replicaSet=rs0&authSource=admin' "$(cat mongodb-password)"
make rabbitmq.conf printf 'default_user = wan\ndefault_pass = %s\n' "$(word)"
make WAN_RABBITMQ printf 'amqp://wan:%s@rabbitmq:5672/' "$(sed -n 's/^default_pass = //p' rabbitmq.conf)"
make grafana-password word
make vendor-key printf simulated # The simulator's. Write the vendor's in its place, and its address into .env: then every video is paid.
