using System.Buffers;
using System.IO.Pipelines;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>Reads a whole request body into one buffer of <see cref="ArrayPool{T}.Shared"/>, unpacked, up to a limit.</summary>
internal static class RequestBody
{
    private const int FirstRent = 4096;

    /// <summary>The caller gives the buffer back unless there is a problem.</summary>
    public static ValueTask<(byte[] Buffer, int Length, Problem? Problem)> ReadAsync(HttpContext context, int limit)
    {
        var length = context.Request.ContentLength;
        var packed = BodyEncoding.IsPacked(context.Request);
        if (length > limit && !packed) return new((Array.Empty<byte>(), 0, TooLarge(limit)));
        if (!BodyEncoding.TryOpen(context.Request, out var reader, out var problem)) return new((Array.Empty<byte>(), 0, problem));
        var expected = packed || length is null ? FirstRent : (int)length.Value;
        return ReadAsync(reader, expected, limit);
    }

    public static Problem TooLarge(int limit) =>
        new(HttpErrors.RequestTooLarge, $"The body is larger than {limit} bytes, the limit of this call. Send less at once, or stream it as application/x-ndjson to /records.");

    private static async ValueTask<(byte[] Buffer, int Length, Problem? Problem)> ReadAsync(PipeReader reader, int expected, int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expected, 1));
        var length = 0;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                var arrived = read.Buffer;
                if (arrived.Length > limit - length)
                {
                    Give(ref buffer);
                    return ([], 0, TooLarge(limit));
                }

                var total = length + (int)arrived.Length;
                if (total > buffer.Length) Grow(ref buffer, length, total, limit);
                arrived.CopyTo(buffer.AsSpan(length));
                length = total;
                reader.AdvanceTo(arrived.End);
                if (read.IsCompleted) return (buffer, length, null);
            }
        }
        catch (Exception e)
        {
            Give(ref buffer);
            if (e is InvalidDataException) return ([], 0, BodyEncoding.Broken());
            throw;
        }
    }

    private static void Grow(ref byte[] buffer, int length, int atLeast, int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit, Math.Max(atLeast, buffer.Length * 2L)));
        buffer.AsSpan(0, length).CopyTo(larger);
        Give(ref buffer);
        buffer = larger;
    }

    private static void Give(ref byte[] buffer)
    {
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
