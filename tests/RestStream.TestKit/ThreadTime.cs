using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RestStream.TestKit;

/// <summary>The CPU time of the current thread, for bounds on what one thread computes: whatever else the machine does counts for nothing. Where the system does not tell it, the time.</summary>
public static class ThreadTime
{
    private const int ThreadCpuClock = 3;

    /// <summary>A point to subtract from a later one of the same thread.</summary>
    public static TimeSpan Now
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return TimeSpan.FromSeconds(Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency);
            var failed = GetTime(ThreadCpuClock, out var time);
            return failed == 0 ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0) : throw new InvalidOperationException("The thread's clock cannot be read.");
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out Timespec time);

    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
