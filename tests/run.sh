# What the script wan does for tests: it reads this file.
# shellcheck shell=bash disable=SC2154,SC2034 # wan has root and name_of

# Those whose methods every start of a service would compile anew: ahead of time it is done once. In every folder that has the same file; a build puts its own back.
compile_ahead() {
  local from=services/Standalone/bin/Release/net10.0 to=tests/AheadOfTime/obj/compiled tool=tests/AheadOfTime/AheadOfTime.proj compiler core web file name place
  local -a changed=()
  if ! dotnet restore "$tool" -v q >/dev/null || ! IFS='|' read -r compiler core web < <(dotnet msbuild "$tool" -getProperty:AheadOfTime) || [ ! -x "$compiler" ]; then
    say "no compiler of the runtime's version can be had; the services are compiled at each start instead"
    return 0
  fi
  mkdir -p "$to"
  for file in "$from"/{Wan.,MassTransit,RabbitMQ,OpenTelemetry,Microsoft.Data.Sqlite,SQLitePCLRaw}*.dll; do
    name=$(basename "$file" .dll)
    if [ ! -e "$to/$name.ni.dll" ] || ! { cmp -s "$file" "$to/$name.dll" || cmp -s "$file" "$to/$name.ni.dll"; }; then
      rm -f "$to/$name.ni.dll"
      cp "$file" "$to/$name.dll"
      changed+=("$to/$name.dll")
    fi
  done
  if [ "${#changed[@]}" != 0 ]; then # it has one thread, and the machine more
    printf '%s\0' "${changed[@]}" | xargs -0 -n 6 -P "$(nproc)" "$compiler" --single-file-compilation --out-near-input \
      -r "$from/*.dll" -r "$core/*.dll" -r "$web/*.dll" -O >"$to/output.log" 2>&1 ||
      die "the services could not be compiled ahead: $(tail -n 20 "$to/output.log")"
  fi
  for file in "$to"/*.ni.dll; do
    name=$(basename "$file" .ni.dll)
    for place in "$from" tests/*/bin/Release/net10.0; do
      ! cmp -s "$place/$name.dll" "$to/$name.dll" || cp "$file" "$place/$name.dll"
    done
  done
}

# Runs the tests of some projects, or all.
run_tests() {
  local -a projects=() arguments=() assemblies=() busy=() whole=()
  local argument project assembly logs broker broker_port management_port setup run status=0 passed failed skipped count reason
  for argument in "$@"; do
    if [ "${#arguments[@]}" = 0 ] && [ -d "$argument" ]; then projects+=("${argument%/}"); else arguments+=("$argument"); fi
  done
  # For compilers, tests and services alike, which compile themselves as they run: no page is mapped twice for each method, and none is measured to be compiled anew.
  export DOTNET_EnableWriteXorExecute=0 DOTNET_TieredPGO=0
  # Services that tests start end before compiling their methods a second time would pay; so do tests, but those that run compilers. Benchmarks and soaks run as users do.
  export WAN_TEST_CALL_COUNTING=0
  logs=$root/TestResults
  rm -rf "$logs"
  mkdir -p "$logs"
  need_test_packages & # while we build
  setup=$!
  if [ "${#projects[@]}" = 0 ]; then
    build Release Wan.Services.sln
    projects=(tests/*.Tests)
  else
    build Release "${projects[@]}" services/Standalone # which the tests start services from
  fi
  export WAN_TEST_BUILT=yes # a test that runs this script must not build what others run
  dotnet build-server shutdown --vbcscompiler >/dev/null || true # nothing of ours stays
  wait "$setup" || exit 1
  scratch='' # not of this function: the trap comes after its end
  trap 'stop "${!name_of[@]}"; rm -rf "$scratch"' EXIT
  # Stores flush to disk with every write, and no test cuts the power: where memory has the room, their files are there.
  if [ -z "${TMPDIR:-}" ] && [ "$(df --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 6000000 ]; then
    scratch=$(mktemp -d -p /dev/shm wan-test.XXXXXX)
    export TMPDIR=$scratch
  fi
  if [ -z "${WAN_TEST_RABBITMQ:-}" ]; then
    broker_port=$(free_port) management_port=$(free_port)
    setpriv --pdeathsig TERM "$root/wan" broker --port "$broker_port" --management "$management_port" --data "${scratch:-$logs}/broker" 2>"$logs/broker.log" &
    broker=$!
    name_of[$broker]=broker
    export WAN_TEST_RABBITMQ=amqp://guest:guest@127.0.0.1:$broker_port WAN_TEST_RABBITMQ_MANAGEMENT=http://127.0.0.1:$management_port
  fi
  compile_ahead
  if [ -n "${broker:-}" ]; then
    await_port "$broker_port" "$broker" "the broker"
    await_port "$management_port" "$broker" "the broker's management API"
  fi
  for project in "${projects[@]}"; do
    assembly=$project/bin/Release/net10.0/Wan.$(basename "$project").dll
    case $project in
      tests/EndToEnd.Tests) whole+=("$assembly") ;;
      tests/Standalone.Tests | tests/Studio.Tests) busy+=("$assembly") ;;
      *) assemblies+=("$assembly") ;;
    esac
  done
  say "testing"
  # Those of one assembly wait more than they work, so that two run side by side; three leave a store of one of them without time for a minute, and so do those of the whole that run compilers, browsers and
  # other programs, which come after them. What kills and freezes whole systems has the machine to itself: beside
  # others, on two processors, its brokers and stores have no time left, and what they promise within a time is late.
  if [ "${#assemblies[@]}" != 0 ]; then
    DOTNET_TC_CallCounting=0 start_tests "${assemblies[@]}" "${arguments[@]}" -- RunConfiguration.MaxCpuCount=2 xUnit.MaxParallelThreads=6
    await_tests || status=1
  fi
  if [ "${#busy[@]}" != 0 ]; then
    start_tests "${busy[@]}" "${arguments[@]}" -- xUnit.MaxParallelThreads=4
    await_tests || status=1
  fi
  if [ "${#whole[@]}" != 0 ]; then
    DOTNET_TC_CallCounting=0 start_tests "${whole[@]}" "${arguments[@]}"
    await_tests || status=1
  fi
  read -r passed failed skipped < <(sed -nE 's/.*<Counters total="([0-9]+)" executed="([0-9]+)" passed="([0-9]+)" failed="([0-9]+)".*/\1 \2 \3 \4/p' "$logs"/*.trx |
    awk '{p += $3; f += $4; s += $1 - $2} END {print p + 0, f + 0, s + 0}')
  grep -hA8 'outcome="NotExecuted"' "$logs"/*.trx | sed -n 's:.*<Message>\(.*\)</Message>.*:\1:p' | sort | uniq -c | while read -r count reason; do
    say "$count skipped: $reason"
  done || true
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then # a run that broke off has no failed test, and is a failure all the same
    say "the run broke off, see above"
    failed=1
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$status" = 0 ] && [ "$((passed + failed))" != 0 ]
}

need_test_packages() {
  # RabbitMQ; what makes the clips of the archiver's tests, gives processes a wrong clock, looks at the dashboard, and brings s3rver, the object store of the archiver's tests; the AMQP client of docs/bus.md's Python, and the HTTP client of the vendor's; what reads docker-compose.yml, without an engine, and runs deploy/nginx; what versions are read from.
  need_packages rabbitmq-server "$broker_script" ffmpeg /usr/bin/ffmpeg faketime /usr/bin/faketime \
    chromium-headless-shell /usr/bin/chromium-headless-shell npm "$(command -v npm || echo /usr/bin/npm)" python3-pika /usr/lib/python3/dist-packages/pika \
    python3-requests /usr/lib/python3/dist-packages/requests docker-compose /usr/bin/docker-compose nginx-light /usr/sbin/nginx git /usr/bin/git
}

start_tests() {
  setpriv --pdeathsig TERM bash -o pipefail -c \
    'setpriv --pdeathsig TERM "$@" 2>&1 | sed -u "/^VSTest version\|^A total of\|^Starting test\|^Results File\|\[SKIP\]$\|^  Skipped \|^$/d"' tests \
    dotnet test --nologo --logger "console;verbosity=minimal" --logger "trx;LogFilePrefix=$(basename "$1" .dll)" --results-directory "$logs" "$@" </dev/null &
  run=$!
  name_of[$run]=tests
}

await_tests() {
  local result=0
  wait "$run" || result=1
  unset "name_of[$run]"
  return "$result"
}
