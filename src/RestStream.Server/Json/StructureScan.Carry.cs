namespace RestStream.Server.Json;

internal unsafe ref partial struct StructureScan
{
    /// <summary>What one block leaves to the next; flags are 0 or 1.</summary>
    private struct Carry
    {
        /// <summary>All ones inside a string.</summary>
        public ulong InString;

        /// <summary>The first byte is escaped by a backslash.</summary>
        public ulong Escaped;

        /// <summary>The last byte belonged to a number or literal.</summary>
        public ulong Scalar;

        /// <summary>The next token follows the end of a value.</summary>
        public ulong AfterValue;

        /// <summary>The next token follows an opening bracket.</summary>
        public ulong AfterOpen;

        /// <summary>The next token follows a comma.</summary>
        public ulong AfterComma;

        /// <summary>The next token follows a string that may be a member's name.</summary>
        public ulong AfterName;

        /// <summary>Bytes that are not ASCII, of the whole window.</summary>
        public ulong NonAscii;
    }
}
