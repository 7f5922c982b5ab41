using System.Diagnostics;
using System.Globalization;
using System.Text;
using RestStream.Benchmarks.Load;
using RestStream.Benchmarks.Processes;
using RestStream.Benchmarks.Report;

namespace RestStream.Benchmarks.Scenarios;

/// <summary>One NDJSON upload of a gigabyte: how far the server's memory rises.</summary>
internal sealed class UploadScenario : Scenario
{
    private const long UploadBytes = 1_000_000_000;

    public override string Name => "upload";

    public override void Run(Bench bench)
    {
        using var server = ServerProcess.StartServer(bench.NewDataDirectory());
        var lines = RequestBodies.Lines(new Random(1), records: 4000, valueBytes: 200);
        Upload(server.Port, lines, lines.Length);

        server.ResetPeak();
        var before = server.ResidentBytes;
        var watch = Stopwatch.StartNew();
        Upload(server.Port, lines, UploadBytes / lines.Length * lines.Length);
        var seconds = watch.Elapsed.TotalSeconds;
        bench.Page.Add(AtMost("NDJSON upload of 1 GB, peak memory grows by", (server.PeakResidentBytes - before) / 1048576.0, 64, "MB"));
        Page.Note($"at {Page.ByteRate(UploadBytes / seconds)}, from {before / 1048576} MB");
    }

    private static void Upload(int port, byte[] lines, long bytes)
    {
        using var connection = new HttpConnection(port);
        connection.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"POST /v1/topics/upload/records HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: {bytes}\r\n\r\n")));
        for (long sent = 0; sent < bytes; sent += lines.Length)
        {
            connection.Send(lines);
        }

        if (connection.Receive(keepBody: true) != 201)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(connection.Body));
        }
    }
}
