using System.Runtime.CompilerServices;

namespace RestStream.TestKit;

/// <summary>Polls until something holds: the one place in the tests that waits by the clock. For what no signal or manual clock can show.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20), Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold by the deadline (20 s unless told).</exception>
    public static Task True(Func<bool> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string? because = null) =>
        True(() => Task.FromResult(condition()), deadline, because);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold by the deadline (20 s unless told).</exception>
    public static async Task True(
        Func<Task<bool>> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string? because = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        TimeSpan limit = deadline ?? DefaultDeadline;
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {because}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Ends with the task's result; for a wait that must come to an end.</summary>
    /// <exception cref="TimeoutException">It did not end by the deadline (20 s unless told).</exception>
    public static Task<T> Ends<T>(Task<T> task, TimeSpan? deadline = null) => task.WaitAsync(deadline ?? DefaultDeadline);

    /// <summary>Ends with the task; for a wait that must come to an end.</summary>
    /// <exception cref="TimeoutException">It did not end by the deadline (20 s unless told).</exception>
    public static Task Ends(Task task, TimeSpan? deadline = null) => task.WaitAsync(deadline ?? DefaultDeadline);
}
