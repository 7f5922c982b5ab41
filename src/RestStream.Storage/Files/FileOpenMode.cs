namespace RestStream.Storage.Files;

/// <summary>How to open a file.</summary>
public enum FileOpenMode
{
    /// <summary>To read; it must exist.</summary>
    Read,

    /// <summary>To read and write; it must exist.</summary>
    ReadWrite,

    /// <summary>To read and write; made when absent, kept as it is when there.</summary>
    OpenOrCreate,

    /// <summary>To read and write; made when absent, emptied when there.</summary>
    CreateOrTruncate,
}
