using RestStream.Storage.Files;

namespace RestStream.TestKit.Simulation;

public sealed partial class SimulatedFileSystem
{
    private readonly Random _random;
    private readonly List<(SimulatedFault Fault, int[] Left)> _faults = [];
    private readonly List<(FileCalls Calls, Func<string, bool>? Path)> _ignored = [];
    private readonly Dictionary<FileCalls, int> _counts = [];
    private int _mutatingCallsUntilCrash = int.MaxValue;

    /// <summary>True once the call of <see cref="CrashAtCall"/> came.</summary>
    public bool HasCrashed { get; private set; }

    /// <summary>Called before each call, on the caller's thread and outside any lock: to hold a call at a point, or to note it. Null for nothing.</summary>
    public Action<FileCalls, string>? BeforeCall { get; set; }

    /// <summary>Lets the n-th call from now of these kinds fail, once. A failing write may write a part; a failing sync leaves the data visible, clean and never durable.</summary>
    public void FailCall(int n, FileCalls calls, FileError error = FileError.Other) => Fail(new SimulatedFault(n, calls) { Error = error });

    /// <summary>Lets a call fail, with every choice of <see cref="SimulatedFault"/>.</summary>
    public void Fail(SimulatedFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fault.Nth, 1);
        lock (_lock)
            _faults.Add((fault, [fault.Nth]));
    }

    /// <summary>Forgets all faults that are still to come.</summary>
    public void StopFailing()
    {
        lock (_lock)
            _faults.Clear();
    }

    /// <summary>The n-th changing call from now still does all, nothing or a part of its work; it and every later call throw <see cref="SimulatedCrashException"/>.</summary>
    public void CrashAtCall(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        lock (_lock)
            _mutatingCallsUntilCrash = n;
    }

    /// <summary>Lets calls of these kinds succeed without doing anything: the program that forgot them. Holds across <see cref="Crash"/> and <see cref="Kill"/>.</summary>
    public void Ignore(FileCalls calls, Func<string, bool>? path = null)
    {
        lock (_lock)
            _ignored.Add((calls, path));
    }

    /// <summary>How many calls of these kinds came so far.</summary>
    public int CountCalls(FileCalls calls)
    {
        lock (_lock)
            return _counts.Where(c => (c.Key & calls) != 0).Sum(c => c.Value);
    }

    /// <summary>Decides what becomes of a call and, when it goes on, holds the lock for it.</summary>
    internal CallPlan Enter(FileCalls call, string path, out Lock.Scope scope)
    {
        BeforeCall?.Invoke(call, path);
        scope = _lock.EnterScope();
        try
        {
            return Plan(call, path);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private CallPlan Plan(FileCalls call, string path)
    {
        if (HasCrashed)
            throw new SimulatedCrashException();
        _counts[call] = _counts.GetValueOrDefault(call) + 1;
        if ((call & FileCalls.Mutating) != 0 && --_mutatingCallsUntilCrash == 0)
            return PlanCrash();
        if (TakeFault(call, path) is { } fault)
            return new CallPlan(false, fault.ToException(call, path), fault.BytesWritten ?? RandomPart());
        return new CallPlan(!_ignored.Exists(i => (i.Calls & call) != 0 && i.Path?.Invoke(path) != false));
    }

    private CallPlan PlanCrash()
    {
        HasCrashed = true;
        return new CallPlan(_random.Next(2) == 0, new SimulatedCrashException(), RandomPart());
    }

    // Nothing and everything come up often enough, and a part of what is small too.
    private int RandomPart() => _random.Next(3) switch
    {
        0 => 0,
        1 => int.MaxValue,
        _ => _random.Next(1, 1 << _random.Next(1, 16)),
    };

    private SimulatedFault? TakeFault(FileCalls call, string path)
    {
        SimulatedFault? taken = null;
        for (int i = 0; i < _faults.Count; i++)
        {
            (SimulatedFault fault, int[] left) = _faults[i];
            if (!fault.Fits(call, path) || --left[0] > 0)
                continue;
            taken ??= fault;
            if (!fault.IsLasting)
                _faults.RemoveAt(i--);
        }
        return taken;
    }
}
