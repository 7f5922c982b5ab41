namespace RestStream.Server.Hosting;

/// <summary>The command line: a few names for everyone, and <c>--Section:Option value</c> for every option there is.</summary>
internal static class CommandLine
{
    public const string Usage =
        """
        usage: RestStream.Server [--urls http://127.0.0.1:8080] [--data-dir ./data] [--insecure] [--RestStream:Option value]...
               RestStream.Server verify DIR        check every batch, index and checkpoint of a data directory; exit code 1 on damage
        """;

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["--urls"] = "RestStream:Urls",
        ["--data-dir"] = "RestStream:DataDir",
        ["--insecure"] = "RestStream:Insecure",
    };

    // What .NET's own host takes and test hosts pass.
    private static readonly string[] HostNames =
    [
        "--environment", "--contentRoot", "--applicationName", "--webroot", "--startupAssembly", "--hostingStartupAssemblies", "--preventHostingStartup",
        "--detailedErrors", "--captureStartupErrors", "--suppressStatusMessages", "--preferHostingUrls", "--shutdownTimeoutSeconds", "--RestStream",
    ];

    /// <summary>The arguments as <c>--key=value</c>; or a sentence that says which one is not understood.</summary>
    public static (string[] Arguments, string? Problem) Normalize(string[] args)
    {
        var normal = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, value) = Split(args[i]);
            if (!IsKnown(name)) return ([], $"'{args[i]}' is not an option of RestStream.Server.");
            var isFlag = name.Equals("--insecure", StringComparison.OrdinalIgnoreCase);
            if (value is null && isFlag) value = "true";
            if (value is null && ++i < args.Length) value = args[i];
            if (value is null) return ([], $"'{name}' needs a value.");
            normal.Add($"--{Names.GetValueOrDefault(name, name[2..])}={value}");
        }

        return ([.. normal], null);
    }

    private static bool IsKnown(string name) =>
        Names.ContainsKey(name) || HostNames.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (name.StartsWith("--", StringComparison.Ordinal) && name.Contains(':', StringComparison.Ordinal));

    private static (string Name, string? Value) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }
}
