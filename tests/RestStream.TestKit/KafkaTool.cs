using System.Diagnostics;
using System.Text;

namespace RestStream.TestKit;

/// <summary>Runs the command that KAFKA names: Kafka's own tools and brokers.</summary>
public static class KafkaTool
{
    /// <summary>Runs it to its end and returns the lines that it wrote to standard output.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string[]> RunAsync(string kafka, string input, params IEnumerable<string> arguments)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(kafka, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardInputEncoding = utf8, StandardOutputEncoding = utf8,
        };
        start.Environment["LC_ALL"] = "C.UTF-8"; // Java prints in the locale's encoding
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', arguments)}: {process.ExitCode}\n{await errors}\n{await output}");
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
