namespace RestStream.Storage.Files;

/// <summary>Kinds of <see cref="FileSystemException"/>.</summary>
public enum FileError
{
    /// <summary>Anything else: EIO, EROFS, EBADF, …</summary>
    Other,

    /// <summary>No space, or over a quota or size limit (ENOSPC, EDQUOT, EFBIG).</summary>
    NoSpace,

    /// <summary>The file or directory is not there (ENOENT).</summary>
    NotFound,

    /// <summary>Access denied (EACCES, EPERM, EROFS at opening).</summary>
    AccessDenied,
}
