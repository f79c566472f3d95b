# syntax=docker/dockerfile:1
# One image for each service: docker build --build-arg SERVICE=Submitter --tag wan-submitter .
# All are built in one stage, so that six images cost one build.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY contracts contracts
COPY services services
COPY docs/openapi.json docs/openapi.json
RUN --mount=type=cache,target=/root/.nuget/packages \
    for service in Intake Submitter Poller Archiver Notifier Simulator; do \
      dotnet publish "services/$service" --configuration Release --output "/app/$service" -p:UseAppHost=false || exit 1; \
    done

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ARG SERVICE
ENV SERVICE=$SERVICE
WORKDIR /app
COPY --from=build /app/$SERVICE .
# The one folder that a service may write to; a volume mounted here gets its owner.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["sh", "-c", "exec dotnet \"Wan.$SERVICE.dll\""]
