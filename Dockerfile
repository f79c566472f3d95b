# syntax=docker/dockerfile:1
# One image for each program: docker build --target submitter --tag wan-submitter .
# Targets: intake, submitter, poller, archiver, notifier, simulator, standalone. All are built in one stage, so that seven images cost one build.
# The images have no shell and no package manager, run as a user without rights, and write to /data alone: they run with a root file system that is read only.

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
ARG TARGETARCH=amd64
ARG VERSION=0.0.0-local
WORKDIR /source
COPY . .
# Compiled ahead for the processor that it is to run on: a start costs less time and memory.
RUN --mount=type=cache,target=/root/.nuget/packages \
    for service in Intake Submitter Poller Archiver Notifier Simulator Standalone; do \
      dotnet publish "services/$service" --configuration Release --arch "$TARGETARCH" --no-self-contained --output "/app/$service" \
        -p:UseAppHost=false -p:PublishReadyToRun=true -p:MinVerVersionOverride="$VERSION" || exit 1; \
    done; \
    mkdir /data

# Without -extra: no service needs its ICU or time zones (InvariantGlobalization), and SQLite comes with its own library.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled AS base
ARG VERSION=0.0.0-local
ARG SOURCE=
LABEL org.opencontainers.image.title="Wan Services" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.licenses="Apache-2.0"
# Diagnostics would want a socket in /tmp, and let whoever is in the container look into the process. Uploads on their way may be large, and /tmp may be memory.
ENV DOTNET_EnableDiagnostics=0 \
    TMPDIR=/data \
    Storage__Directory=/data \
    Archive__Directory=/data/archive \
    Simulator__Directory=/data/simulator
WORKDIR /app
# The one folder that a service keeps anything in; a volume that is mounted here the first time gets its owner.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
USER $APP_UID
EXPOSE 8080

FROM base AS intake
COPY --from=build /app/Intake .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Intake.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Intake.dll"]

FROM base AS submitter
COPY --from=build /app/Submitter .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Submitter.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Submitter.dll"]

FROM base AS poller
COPY --from=build /app/Poller .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Poller.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Poller.dll"]

FROM base AS archiver
COPY --from=build /app/Archiver .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Archiver.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Archiver.dll"]

FROM base AS notifier
COPY --from=build /app/Notifier .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Notifier.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Notifier.dll"]

FROM base AS simulator
COPY --from=build /app/Simulator .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Simulator.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Simulator.dll"]

# Everything in one process, on one volume.
FROM base AS standalone
COPY --from=build /app/Standalone .
HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.Standalone.dll", "--health"]
ENTRYPOINT ["dotnet", "Wan.Standalone.dll"]
