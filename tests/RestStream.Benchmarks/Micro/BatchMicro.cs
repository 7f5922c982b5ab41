using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using RestStream.Storage.Records;

namespace RestStream.Benchmarks.Micro;

/// <summary>The codec alone: encoding a batch, and its checksum. Printed by --micro.</summary>
[MemoryDiagnoser]
public class BatchMicro
{
    private const int Records = 1000;
    private readonly byte[] _key = "k1234"u8.ToArray();
    private readonly byte[] _destination = new byte[2 * 1024 * 1024];
    private byte[] _value = [];

    /// <summary>Bytes of each value.</summary>
    [Params(100, 1000)]
    public int ValueBytes { get; set; }

    /// <summary>Makes the value.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _value = new byte[ValueBytes];
        new Random(1).NextBytes(_value);
    }

    /// <summary>A thousand records, header and checksum included.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public int Encode()
    {
        var batch = new RecordBatchWriter(_destination, baseTimestamp: 1_517_966_773_840);
        for (var i = 0; i < Records; i++)
        {
            batch.Append(1_517_966_773_840 + i, _key, hasKey: true, _value, hasValue: true);
        }

        return batch.Complete();
    }

    /// <summary>The checksum over the bytes of such a batch.</summary>
    [Benchmark(OperationsPerInvoke = Records)]
    public uint Checksum() => Crc32C.Compute(_destination.AsSpan(0, Records * (ValueBytes + 15)));

    /// <summary>Runs and prints them, in this process: no project is built and nothing restored.</summary>
    internal static int RunAll()
    {
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<BatchMicro>(DefaultConfig.Instance.AddJob(job));
        return 0;
    }
}
