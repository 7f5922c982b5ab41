using System.Diagnostics;
using System.Text;

namespace RestStream.Server.Json;

/// <summary>Finds where a fault lies. The text before a fault was read already, so this walk only keeps the path and checks nothing.</summary>
internal static class JsonErrors
{
    private const int MaxPath = 128;
    private const int MaxNameBytes = 100;

    /// <summary>The error that describes a fault in <paramref name="text"/>.</summary>
    public static JsonError Describe(ReadOnlySpan<byte> text, in JsonFault fault)
    {
        Debug.Assert(fault.Offset <= text.Length);
        var pointer = PointerTo(text, fault.Offset);
        if (fault.Missing is not null) pointer += "/" + fault.Missing;
        return new JsonError(fault.Kind, pointer, fault.Offset, 1 + text[..fault.Offset].Count((byte)'\n'), fault.Detail);
    }

    /// <summary>The JSON Pointer to what begins or lies at <paramref name="offset"/>: a value, a member's name (the member), or the container around.</summary>
    public static string PointerTo(ReadOnlySpan<byte> text, int offset)
    {
        var path = new Stack<Step>();
        for (var at = 0; at < offset;)
        {
            var next = at + 1;
            switch (text[at])
            {
                case (byte)'{' or (byte)'[' when path.Count < MaxPath:
                    path.Push(new Step(text[at] == '[', 0, default));
                    break;
                case (byte)'}' or (byte)']' when path.Count > 0:
                    path.Pop();
                    break;
                case (byte)',' when path.Count > 0:
                    path.Push(path.Pop().Next());
                    break;
                case (byte)'"':
                    next = Math.Min(EndOfString(text, at), offset);
                    if (path.Count > 0 && path.Peek().AwaitsName) path.Push(path.Pop() with { Name = new JsonToken(at + 1, next - 1) });
                    break;
            }

            at = next;
        }

        if (offset < text.Length && text[offset] == '"' && path.Count > 0 && path.Peek().AwaitsName)
            path.Push(path.Pop() with { Name = new JsonToken(offset + 1, EndOfString(text, offset) - 1) });
        return Render(text, path);
    }

    /// <summary>Behind the closing quote of the string at <paramref name="start"/>, or the end of the text.</summary>
    private static int EndOfString(ReadOnlySpan<byte> text, int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '"') return at + 1;
            if (text[at] == '\\') at++;
        }

        return text.Length;
    }

    private static string Render(ReadOnlySpan<byte> text, Stack<Step> path)
    {
        var pointer = new StringBuilder();
        foreach (var step in path.Reverse())
        {
            if (step.IsArray) pointer.Append('/').Append(step.Index);
            else if (step.Name.IsPresent) pointer.Append('/').Append(NameOf(text, step.Name));
        }

        return pointer.ToString();
    }

    /// <summary>A member's name for a pointer: decoded where it can be, cut when long.</summary>
    private static string NameOf(ReadOnlySpan<byte> text, JsonToken token)
    {
        if (token.Length <= 0) return "";
        var raw = text[token.Start..token.End];
        if (raw.Length > MaxNameBytes) return Encoding.UTF8.GetString(raw[..MaxNameBytes]) + "…";
        Span<byte> decoded = stackalloc byte[MaxNameBytes];
        var name = Encoding.UTF8.GetString(raw.Contains((byte)'\\') && JsonString.TryUnescape(raw, decoded, out var length) ? decoded[..length] : raw);
        return name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    private readonly record struct Step(bool IsArray, int Index, JsonToken Name)
    {
        public bool AwaitsName => !IsArray && !Name.IsPresent;

        public Step Next() => new(IsArray, Index + 1, default);
    }
}
