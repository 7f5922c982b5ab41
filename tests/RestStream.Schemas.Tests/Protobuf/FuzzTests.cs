using System.Buffers;
using System.Text.Json;
using RestStream.TestKit;
using Xunit.Abstractions;

namespace RestStream.Schemas.Tests.Protobuf;

public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Payloads that were changed, and such that were never a message: an answer, never an exception; JSON when the answer is yes.</summary>
    [Fact]
    public void AnyBytes_NeverThrow()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var schema = ProtobufSchemas.Parse(ProtobufSchemas.Data("decode.proto"));
        var payloads = ProtobufSchemas.Data("decode.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Convert.FromBase64String(line.Split('\t')[0])).ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var payload = round % 4 == 0 ? Noise(random) : Changed(random, payloads[random.Next(payloads.Length)]);
            var json = new ArrayBufferWriter<byte>();
            var isWhole = schema.TryDecode(payload, json, out var problem);
            Assert.Equal(isWhole, problem is null);
            if (isWhole) JsonDocument.Parse(json.WrittenMemory, new JsonDocumentOptions { MaxDepth = 1000 }).Dispose();
        }
    }

    /// <summary>Texts that were changed: a schema, or a reason why not.</summary>
    [Fact]
    public void AnyText_IsReadOrRefused()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var text = ProtobufSchemas.Data("decode.proto");
        for (var round = 0; round < 2_000; round++)
        {
            var changed = text.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--) changed[random.Next(changed.Length)] = "{}[]();=\"'.,0a-/*\\<>\n"[random.Next(21)];
            if (Try(new string(changed)) is { } printed) Assert.Equal(printed, ProtobufSchemas.Parse(printed).CanonicalText);
        }
    }

    /// <summary>Descriptors that were changed: a schema whose text can be read again, or a reason why not.</summary>
    [Fact]
    public void AnyDescriptor_IsReadOrRefused()
    {
        var random = SeededRandom.Create(output.WriteLine);
        var descriptor = Convert.FromBase64String(ProtobufSchemas.Parse(ProtobufSchemas.Data("decode.proto")).Format("serialized"));
        for (var round = 0; round < 2_000; round++)
        {
            if (Try(Convert.ToBase64String(Changed(random, descriptor))) is { } printed) Assert.Equal(printed, ProtobufSchemas.Parse(printed).CanonicalText);
        }
    }

    private static string? Try(string text)
    {
        try
        {
            return ProtobufSchemas.Parse(text).CanonicalText;
        }
        catch (SchemaException)
        {
            return null;
        }
    }

    private static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(60)];
        random.NextBytes(bytes);
        if (bytes.Length > 0) bytes[0] = 0;
        return bytes;
    }

    private static byte[] Changed(Random random, byte[] payload)
    {
        List<byte> bytes = [.. payload];
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 1; change--)
        {
            var at = random.Next(1, bytes.Count);
            if (random.Next(4) == 0) bytes.RemoveAt(at);
            else if (random.Next(4) == 0) bytes.Insert(at, (byte)random.Next(256));
            else bytes[at] = (byte)random.Next(256);
        }

        return [.. bytes];
    }
}
