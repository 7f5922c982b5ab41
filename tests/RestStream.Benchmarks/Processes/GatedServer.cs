using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RestStream.Core.Records;
using RestStream.Core.Schemas;
using RestStream.Schemas.Enforcement;

namespace RestStream.Benchmarks.Processes;

/// <summary>
/// The server in a process of ours, whole, but for one topic whose records are not checked but read: by a pass of the platform's reader in the place of the check. What a pass costs there,
/// between a request's parsing and its append, is more than in a loop of its own.
/// </summary>
internal sealed class GatedServer(SchemaGate gate) : IRecordGate
{
    /// <summary>The hidden verb of its process.</summary>
    public const string Verb = "gated-server";

    /// <summary>The topic whose records are read.</summary>
    public const string ReadTopic = "read";

    /// <inheritdoc/>
    public bool IsOpen => gate.IsOpen;

    /// <summary>The process: the server's own entry point, with this gate before its own.</summary>
    public static int RunProcess(string[] arguments)
    {
        using var listening = DiagnosticListener.AllListeners.Subscribe(new Hosts());
        return (int)Assembly.Load("RestStream.Server").EntryPoint!.Invoke(null, [arguments])!;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RecordVerdict>? Check(string topic, TopicSchemas schemas, RecordTable table, ReadOnlySpan<int> batch)
    {
        if (topic != ReadTopic) return gate.Check(topic, schemas, table, batch);
        foreach (var index in batch)
        {
            ref readonly var record = ref table.Records[index];
            var reader = new Utf8JsonReader(table.Bytes(record.ValueStart, record.ValueLength));
            while (reader.Read())
            {
            }
        }

        return null;
    }

    /// <summary>Hosts say when they are built: by an event of the hosting packages that tools use too.</summary>
    private sealed class Hosts : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting") value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder }) builder.ConfigureServices(services => services.AddSingleton<IRecordGate, GatedServer>());
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
