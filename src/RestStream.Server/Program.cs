using RestStream.Server.Errors;
using RestStream.Server.Groups;
using RestStream.Server.Health;
using RestStream.Server.Hosting;
using RestStream.Server.Metrics;
using RestStream.Server.OpenApi;
using RestStream.Server.Push;
using RestStream.Server.Records;
using RestStream.Server.Samples;
using RestStream.Server.Schemas;
using RestStream.Server.Security;
using RestStream.Server.Topics;
using RestStream.Server.Validation;

if (args is ["verify", ..]) return VerifyCommand.Run(args[1..], Console.Out);
if (!Boot.TryCreateBuilder(args, out var builder, out var exitCode)) return exitCode;
if (builder.AddOptions() is not { } options) return Boot.Failed;
builder.AddServerLog();
builder.AddKestrel(options);
builder.AddEngine();
builder.AddSchemas();
builder.AddBrowserSecurity();
builder.AddValidation();
builder.AddRecords();
builder.AddPolls();
builder.AddPush();
builder.AddMetrics();
builder.AddOpenApiDocument();

var app = builder.Build();
return await Boot.RunAsync(app, () =>
{
    app.UseMiddleware<RequestEdge>();
    app.UseBrowserSecurity();
    app.UseSamplePages();
    app.UsePush();
    app.MapTopics();
    app.MapRecords();
    app.MapOffsets();
    app.MapPolls();
    app.MapGroups();
    app.MapPush();
    app.MapSchemaRegistry();
    app.MapErrors();
    app.MapHealth();
    app.MapMetrics();
    app.MapOpenApiDocument();
});
