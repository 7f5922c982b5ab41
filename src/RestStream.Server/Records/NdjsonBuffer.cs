using System.Buffers;
using System.IO.Pipelines;
using RestStream.Core;
using RestStream.Server.Errors;

namespace RestStream.Server.Records;

/// <summary>
/// The bytes of an upload that have come and are not parsed yet, in one pooled buffer. It takes what is there and waits only when nothing can be parsed, so that lines are
/// appended as they come; the transport reads on meanwhile. Not thread-safe.
/// </summary>
internal sealed class NdjsonBuffer(PipeReader reader, BodyBudget budget, int chunk, int capacity) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(chunk);
    private int _grownBy;
    private int _start;
    private int _end;
    private bool _isStarved;

    public ReadOnlySpan<byte> Buffered => _bytes.AsSpan(_start, _end - _start);

    /// <summary>All of the body is here.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why the body broke off, or its reading was cancelled because the server stops; null when neither happened.</summary>
    public Problem? Failure { get; private set; }

    /// <summary>Waits until there is something to parse; false at the end of the body, and when it broke off.</summary>
    public async ValueTask<bool> FillAsync()
    {
        if (_end > _start && !_isStarved) return true;
        if (IsComplete) return false;
        Compact();
        try
        {
            if (_end >= chunk && !TryGrow()) return false;
            var before = _end;
            do Take(await reader.ReadAsync());
            while (_end == before && !IsComplete && Failure is null);
            while (!IsComplete && Failure is null && _end - _start < chunk && reader.TryRead(out var more)) Take(more);
        }
        catch (BadHttpRequestException e)
        {
            Failure = ExceptionProblems.Of(e);
            return false;
        }
        catch (InvalidDataException)
        {
            Failure = BodyEncoding.Broken();
            return false;
        }

        return Failure is null && _end > _start;
    }

    /// <summary>Takes bytes off the front. None means that the line is not all there: more is needed.</summary>
    public void Consume(int count)
    {
        _start += count;
        _isStarved = count == 0;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        budget.Give(_grownBy);
        _grownBy = 0;
    }

    private void Compact()
    {
        Buffered.CopyTo(_bytes);
        (_start, _end) = (0, _end - _start);
    }

    // Beyond a chunk only for a line that is longer than one.
    private bool TryGrow()
    {
        var more = Math.Min(capacity, _end * 2) - (chunk + _grownBy);
        if (more <= 0) return true;
        if (!budget.TryTake(more))
        {
            Failure = BodyBudget.Exhausted();
            return false;
        }

        _grownBy += more;
        if (chunk + _grownBy <= _bytes.Length) return true;
        var larger = ArrayPool<byte>.Shared.Rent(chunk + _grownBy);
        Buffered.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
        return true;
    }

    private static Problem Stopping() =>
        Problem.From(new Error(ErrorCode.ShuttingDown, "The server is stopping. Send what was not stored again when it runs."));

    private void Take(ReadResult read)
    {
        var room = chunk + _grownBy - _end;
        var taken = read.Buffer.Length <= room ? read.Buffer : read.Buffer.Slice(0, Math.Max(room, 0));
        taken.CopyTo(_bytes.AsSpan(_end));
        _end += (int)taken.Length;
        IsComplete = read.IsCompleted && taken.Length == read.Buffer.Length;
        reader.AdvanceTo(taken.End);
        if (read.IsCanceled) Failure = Stopping();
    }
}
