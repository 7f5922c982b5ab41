using System.Runtime.InteropServices;

namespace RestStream.TestKit;

/// <summary>Takes root's power over files from the current thread until it is disposed there, so that rights can be tested as root too. Linux.</summary>
public sealed partial class OrdinaryUser : IDisposable
{
    private const int Nobody = 65534;
    private readonly bool _isRoot = Environment.IsPrivilegedProcess;

    /// <summary>Begins; does nothing where the process is not root.</summary>
    public OrdinaryUser() => Become(Nobody);

    /// <inheritdoc/>
    public void Dispose() => Become(0);

    private void Become(int user)
    {
        if (_isRoot && SystemCall(SetResUid, user, user, 0) != 0) throw new InvalidOperationException("The thread cannot change its user.");
    }

    // The system call is of the thread alone; the C library's function of that name changes every thread of the process.
    private static nint SetResUid => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint realUser, nint effectiveUser, nint savedUser);
}
