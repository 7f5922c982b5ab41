using System.Runtime.CompilerServices;

namespace RestStream.TestKit;

/// <summary>Polls until something holds: the one place in the tests that waits by the clock. For what no signal or manual clock can show.</summary>
public static class Eventually
{
    /// <summary>Below 45 s, a session's timeout, and below the long polls' waits: nothing heals by itself within it.</summary>
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold by the deadline (40 s unless told).</exception>
    public static Task True(Func<bool> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string? because = null) =>
        True(() => Task.FromResult(condition()), deadline, because);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold by the deadline (40 s unless told).</exception>
    public static async Task True(
        Func<Task<bool>> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string? because = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        TimeSpan limit = deadline ?? DefaultDeadline;
        while (true)
        {
            // Before the look: what came during a stall of the machine is seen.
            bool isLast = TimeProvider.System.GetElapsedTime(start) > limit;
            if (await condition()) return;
            if (isLast) throw new TimeoutException($"Not within {limit.TotalSeconds} s: {because}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Ends with the task's result; for a wait that must come to an end.</summary>
    /// <exception cref="TimeoutException">It did not end by the deadline (40 s unless told).</exception>
    public static async Task<T> Ends<T>(Task<T> task, TimeSpan? deadline = null)
    {
        await Ends((Task)task, deadline);
        return await task;
    }

    /// <summary>Ends with the task; for a wait that must come to an end.</summary>
    /// <exception cref="TimeoutException">It did not end by the deadline (40 s unless told).</exception>
    public static async Task Ends(Task task, TimeSpan? deadline = null)
    {
        TimeSpan limit = deadline ?? DefaultDeadline;
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(task, Task.Delay(limit, ended.Token));
        await ended.CancelAsync();
        if (!task.IsCompleted) throw new TimeoutException($"Not ended within {limit.TotalSeconds} s.");
        await task;
    }
}
