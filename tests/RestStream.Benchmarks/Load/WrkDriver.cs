using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RestStream.Benchmarks.Load;

/// <summary>Drives by wrk: a generated script builds the requests once and sends them in turn.</summary>
internal sealed partial class WrkDriver : ILoadDriver
{
    public string Name => "wrk, 2 threads";

    /// <summary>Whether the machine has wrk.</summary>
    public static bool IsPresent() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    public LoadResult Run(LoadSpec spec)
    {
        var folder = Directory.CreateTempSubdirectory("reststream-wrk");
        try
        {
            var script = WriteScript(spec, folder.FullName);
            return Parse(RunWrk(spec, script));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string WriteScript(LoadSpec spec, string folder)
    {
        var bodies = RequestBodies.Build(spec);
        for (var i = 0; i < bodies.Length; i++)
        {
            File.WriteAllBytes(Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture)), bodies[i]);
        }

        var targets = string.Join(",", spec.Targets.Select(target => $"\"{target}\""));
        var script = new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"local targets, bodies, requests, turn = {{{targets}}}, {bodies.Length}, {{}}, 0")
            // The second thread begins in the middle: what the first one registers would be no news from it.
            .AppendLine("local threads = 0")
            .AppendLine("function setup(thread) thread:set('id', threads); threads = threads + 1 end")
            .AppendLine("function init(args)")
            .AppendLine("  for i = 0, math.max(#targets, bodies) - 1 do")
            .AppendLine("    local method, headers, body = 'GET', {}, nil")
            .AppendLine("    if bodies > 0 then")
            .AppendLine(CultureInfo.InvariantCulture, $"      local file = io.open('{folder}/' .. (i % bodies), 'rb')")
            .AppendLine("      method, headers, body = 'POST', {['Content-Type'] = 'application/json'}, file:read('*a')")
            .AppendLine("      file:close()")
            .AppendLine("    end")
            .AppendLine("    requests[i + 1] = wrk.format(method, targets[i % #targets + 1], headers, body)")
            .AppendLine("  end")
            .AppendLine("  turn = id * math.floor(#requests / 2)")
            .AppendLine("end")
            .AppendLine("function request() turn = turn % #requests + 1; return requests[turn] end");
        var path = Path.Combine(folder, "load.lua");
        File.WriteAllText(path, script.ToString());
        return path;
    }

    private static string RunWrk(LoadSpec spec, string script)
    {
        var seconds = Math.Max(1, (int)Math.Round(spec.Seconds));
        using var process = Process.Start(new ProcessStartInfo("wrk",
            ["-t", "2", "-c", $"{spec.Connections}", "-d", $"{seconds}", "--timeout", "30", "-s", script, $"http://127.0.0.1:{spec.Port}"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static LoadResult Parse(string output)
    {
        var rate = RatePattern().Match(output);
        if (!rate.Success)
        {
            throw new InvalidOperationException($"wrk said: {output}");
        }

        var errors = ErrorPattern().Matches(output).Sum(match => long.Parse(match.ValueSpan, CultureInfo.InvariantCulture));
        return new LoadResult(double.Parse(rate.Groups[1].ValueSpan, CultureInfo.InvariantCulture), errors);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"(?<=Non-2xx or 3xx responses: |connect |read |write |timeout )\d+")]
    private static partial Regex ErrorPattern();
}
