FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /build
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src src
RUN dotnet restore src/RestStream.Server --locked-mode \
 && dotnet publish src/RestStream.Server --no-restore -c Release -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN install -d -o $APP_UID -g $APP_UID /data
USER $APP_UID
VOLUME /data
EXPOSE 8080
# bash opens the socket itself: the image has no curl, and needs none.
HEALTHCHECK --interval=10s --start-period=30s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
# Inside a container only 0.0.0.0 can be reached, and the server refuses an open address without credentials unless it is told --insecure:
#   docker run -p 127.0.0.1:8080:8080 -v reststream:/data reststream --insecure
ENTRYPOINT ["dotnet", "RestStream.Server.dll", "--urls", "http://0.0.0.0:8080", "--data-dir", "/data"]
