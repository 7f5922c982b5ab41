using System.Runtime.CompilerServices;

namespace RestStream.Schemas.Json.Validation;

internal ref partial struct Evaluation
{
    /// <summary>Bytes of a value that count as a step more: keywords look through the value's text or children.</summary>
    private const int BytesPerStepShift = 8;

    /// <summary>Goes into a schema with a value; each call that answers true is followed by <see cref="Leave"/>.</summary>
    /// <returns>False when a bound is reached.</returns>
    public bool Enter(SchemaNode node, int at)
    {
        if (!Spend(1 + (Tape.Tokens[at].Length >> BytesPerStepShift))) return false;
        if (++_depth > _options.MaxEvaluationDepth)
        {
            GiveUp(ValidationLimit.EvaluationDepth);
            return false;
        }

        if (_tracksScope) Memory.Scope.Add(node.Resource);
        return true;
    }

    /// <summary>Goes out of a schema.</summary>
    public void Leave()
    {
        _depth--;
        if (_tracksScope) Memory.Scope.RemoveAt(Memory.Scope.Count - 1);
    }

    /// <summary>Takes steps from what the record may cost.</summary>
    /// <returns>False when nothing is left; then all verdicts are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Spend(int steps)
    {
        _steps -= steps;
        return _steps > _nextLook || IsWithinLimits();
    }

    /// <summary>Says that a bound was reached; from then on each step looks, and is refused.</summary>
    public void GiveUp(ValidationLimit reached)
    {
        if (!IsOverLimit) Reached = reached;
        _steps = 0;
        _nextLook = int.MaxValue;
    }

    private bool IsWithinLimits()
    {
        if (_steps <= 0) GiveUp(ValidationLimit.Steps);
        else if (IsLate()) GiveUp(ValidationLimit.Time);
        if (IsOverLimit) return false;

        _nextLook = Math.Max(0, _steps - StepsPerLook);
        return true;
    }

    private readonly TimeSpan TimeLeft => _options.MaxTime - TimeProvider.System.GetElapsedTime(_started);

    /// <summary>The first look starts the clock: a small record never reads it.</summary>
    private bool IsLate()
    {
        if (_started != 0) return TimeLeft <= TimeSpan.Zero;
        _started = TimeProvider.System.GetTimestamp();
        return false;
    }
}
