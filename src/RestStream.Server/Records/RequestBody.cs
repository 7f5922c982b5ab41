using System.Buffers;
using System.IO.Pipelines;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>
/// A whole request body in one buffer of <see cref="ArrayPool{T}.Shared"/>, unpacked, within a limit and the server's budget. Whoever read it gives the buffer to a table or
/// the pool, and calls <see cref="Release"/> once when it is no longer used. With a <see cref="Problem"/> there is no buffer.
/// </summary>
internal readonly struct RequestBody
{
    private const int FirstRent = 4096;
    private readonly BodyBudget _budget;
    private readonly int _taken;

    private RequestBody(BodyBudget budget, byte[] buffer, int length, int taken, Problem? problem) =>
        (_budget, Buffer, Length, _taken, Problem) = (budget, buffer, length, taken, problem);

    public byte[] Buffer { get; }

    public int Length { get; }

    public Problem? Problem { get; }

    public ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);

    /// <summary>Gives the bytes back to the budget.</summary>
    public void Release() => _budget.Give(_taken);

    public static Problem TooLarge(int limit) => new(
        HttpErrors.RequestTooLarge, $"The body is larger than {limit} bytes, the limit of this call. Send less at once, or stream it as application/x-ndjson to /records.");

    public static ValueTask<RequestBody> ReadAsync(HttpContext context, int limit, BodyBudget budget)
    {
        var length = context.Request.ContentLength;
        var isPacked = BodyEncoding.IsPacked(context.Request);
        if (length > limit && !isPacked) return new(new RequestBody(budget, [], 0, 0, TooLarge(limit)));
        if (!BodyEncoding.TryOpen(context.Request, out var reader, out var problem)) return new(new RequestBody(budget, [], 0, 0, problem));
        var expected = isPacked || length is null ? FirstRent : (int)length.Value;
        return ReadAsync(reader, isPacked, expected, limit, budget);
    }

    private static async ValueTask<RequestBody> ReadAsync(PipeReader reader, bool isPacked, int expected, int limit, BodyBudget budget)
    {
        if (!budget.TryTake(expected)) return new RequestBody(budget, [], 0, 0, BodyBudget.Exhausted());
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(expected, 1));
        var (length, taken) = (0, expected);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                var total = length + read.Buffer.Length;
                if (total > limit) return Refuse(TooLarge(limit));
                if (total > taken && !TryGrow((int)total)) return Refuse(BodyBudget.Exhausted());
                read.Buffer.CopyTo(buffer.AsSpan(length));
                length = (int)total;
                reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return new RequestBody(budget, buffer, length, taken, null);
            }
        }
        catch (InvalidDataException)
        {
            return Refuse(BodyEncoding.Broken());
        }
        catch
        {
            Refuse(null);
            throw;
        }
        finally
        {
            if (isPacked) await reader.CompleteAsync();
        }

        bool TryGrow(int atLeast)
        {
            var larger = (int)Math.Min(limit, Math.Max(atLeast, taken * 2L));
            if (!budget.TryTake(larger - taken)) return false;
            taken = larger;
            if (larger <= buffer.Length) return true;
            var next = ArrayPool<byte>.Shared.Rent(larger);
            buffer.AsSpan(0, length).CopyTo(next);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = next;
            return true;
        }

        RequestBody Refuse(Problem? problem)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            budget.Give(taken);
            return new RequestBody(budget, [], 0, 0, problem);
        }
    }
}
