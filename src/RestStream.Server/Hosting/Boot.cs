using System.Diagnostics.CodeAnalysis;
using RestStream.Core;
using RestStream.Storage;

namespace RestStream.Server.Hosting;

/// <summary>Start and end of the process: what fails at start is one clear line on stderr and an exit code, never a stack trace.</summary>
internal static class Boot
{
    public const int Failed = 1;
    public const int BadUsage = 2;

    // Options are read once. The host would watch the program's directory for changes, and every write to a data directory in it would wake the watcher.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    /// <summary>A builder that knows the command line, <c>appsettings.json</c> and <c>RESTSTREAM__*</c>; or the exit code.</summary>
    public static bool TryCreateBuilder(string[] args, [NotNullWhen(true)] out WebApplicationBuilder? builder, out int exitCode)
    {
        (builder, exitCode) = (null, 0);
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.Out.WriteLine(CommandLine.Usage);
            return false;
        }

        var (arguments, problem) = CommandLine.Normalize(args);
        if (problem is not null)
        {
            Complain(problem, [CommandLine.Usage]);
            exitCode = BadUsage;
            return false;
        }

        builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [NoReload, .. arguments], ContentRootPath = ContentRoot(arguments) });
        return true;
    }

    /// <summary>Opens the engine, maps the routes, listens, says where, runs until stopped; returns the exit code.</summary>
    public static async Task<int> RunAsync(WebApplication app, Action map)
    {
        try
        {
            await using (app)
            {
                var engine = app.Services.GetRequiredService<ILogEngine>();
                map();
                await app.StartAsync();
                app.Services.GetRequiredService<StartState>().HasStarted = true;
                Banner.Write(app, Console.Out);
                EndWithEngine(app, engine);
                await app.WaitForShutdownAsync();
                return engine.Failed.IsCompleted ? Failed : 0;
            }
        }
        catch (DataDirectoryException e)
        {
            return Complain(e.Message);
        }
        catch (IOException e)
        {
            return Complain(e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            return Complain(e.Message);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            return Complain($"Cannot listen on {app.Services.GetRequiredService<ServerOptions>().Urls}: {e.Message}.");
        }
    }

    /// <summary>Says on stderr why there is no start.</summary>
    public static int Complain(string problem, IEnumerable<string>? more = null)
    {
        Console.Error.WriteLine("RestStream: " + problem);
        foreach (var line in more ?? []) Console.Error.WriteLine("  " + line);
        return Failed;
    }

    private static void EndWithEngine(WebApplication app, ILogEngine engine) => engine.Failed.ContinueWith(
        failed =>
        {
            Complain($"Storage failed, nothing more is acknowledged, the process ends: {failed.Result.Message}");
            app.Lifetime.StopApplication();
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    // appsettings.json lies beside the program, wherever it was started from.
    private static string? ContentRoot(string[] arguments) =>
        arguments.Any(argument => argument.StartsWith("--contentRoot=", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory;
}
