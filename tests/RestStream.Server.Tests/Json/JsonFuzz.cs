using System.Text;

namespace RestStream.Server.Tests.Json;

/// <summary>Makes produce bodies from a seed: mostly right ones, in every spelling, and the same with something broken.</summary>
internal sealed class JsonFuzz(Random random, IReadOnlyList<string> samples)
{
    private static readonly string[] Numbers = ["0", "-0", "1", "-1", "12", "1.5", "-0.25", "1e5", "1E+5", "2.5e-3", "1e999", "9223372036854775808", "123456789012345678901234567890"];
    private static readonly string[] BadScalars =
        ["01", "-", "+1", "1.", ".5", "1e", "1e+", "--1", "1.2.3", "1e5e5", "1-2", "0x1", "NaN", "tru", "truee", "nul", "nulll", "falsee", "True", "1true", "true1", "-01", "1.e5", "1e1.5", "a", "\\", "'a'", "00", "-a"];
    private static readonly string[] Texts = ["", "a", "key-1", "é", "日本", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u0041", "\\u0000", "\\ud83d\\ude00", "}]{[,:", "x y", "\\\\\\\"", "long text that goes on for a while"];
    private static readonly string[] BadTexts = ["\\x", "\\u12", "\\u12G4", "\\ud800", "\\udc00", "\n", "\t", "\0", "\\", "\u001f"];
    private static readonly string[] Junk = ["{", "}", "[", "]", ",", ":", "\"", "\\", "\n", "\r", "\t", " ", "\0", "1", "-", "e", ".", "t", "null", "\"a\":", "\u00ff", "//", "/**/", ",,"];

    /// <summary>A body: an envelope or an array.</summary>
    public byte[] Body()
    {
        var text = new StringBuilder();
        Space(text, random.Next(4) == 0 ? random.Next(140) : 0);
        var inEnvelope = random.Next(3) > 0;
        text.Append(inEnvelope ? "{\"records\":" : "").Append('[');
        var count = random.Next(20) == 0 ? random.Next(120) : random.Next(6);
        for (var i = 0; i < count; i++) Record(text.Append(i > 0 ? "," : ""));
        text.Append(']').Append(inEnvelope ? "}" : "");
        if (random.Next(5) == 0) text.Append(' ');
        return random.Next(3) == 0 ? Encoding.UTF8.GetBytes(text.ToString()) : Break(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Many lines.</summary>
    public byte[] Lines()
    {
        var text = new StringBuilder();
        var count = random.Next(12);
        for (var i = 0; i < count; i++)
        {
            if (random.Next(8) > 0) Record(text);
            if (i < count - 1 || random.Next(2) == 0) text.Append(random.Next(4) == 0 ? "\r\n" : "\n");
        }

        var lines = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(2) == 0 ? lines : Break(lines);
    }

    /// <summary>One value, right or broken.</summary>
    public byte[] Value()
    {
        var text = new StringBuilder();
        Space(text, random.Next(4) == 0 ? random.Next(140) : 0);
        if (random.Next(3) == 0) text.Append(Pick(BadScalars));
        else Value(text, 0);
        var value = Encoding.UTF8.GetBytes(text.ToString());
        return random.Next(2) == 0 ? value : Break(value);
    }

    private void Record(StringBuilder text)
    {
        if (random.Next(3) == 0)
        {
            text.Append(Pick(samples));
            return;
        }

        var members = new List<Action>
        {
            () => Value(text.Append("\"value\":").Append(Gap()), 0),
        };
        if (random.Next(2) == 0) members.Insert(0, () => text.Append("\"key\":").Append(Gap()).Append(random.Next(5) == 0 ? Pick(Numbers) : Text()));
        if (random.Next(8) == 0) members.Add(() => text.Append("\"partition\":").Append(random.Next(-1, 5)));
        if (random.Next(8) == 0) members.Insert(0, () => text.Append("\"timestamp\" : ").Append(random.Next(6) == 0 ? "\"2026-11-01T00:00Z\"" : "1517966773840"));
        if (random.Next(8) == 0) members.Add(() => text.Append("\"headers\":[{\"name\":").Append(Text()).Append(",\"value\":").Append(Text()).Append("}]"));
        if (random.Next(30) == 0) members.Add(() => text.Append("\"valueEncoding\":\"text\""));
        if (random.Next(30) == 0) members.Add(() => text.Append("\"keyEncoding\":\"base64\""));
        if (random.Next(40) == 0) members.Add(() => text.Append("\"other\":1"));
        text.Append(Gap()).Append('{').Append(Gap());
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0) text.Append(Gap()).Append(',').Append(Gap());
            members[i]();
        }

        text.Append(Gap()).Append('}').Append(Gap());
    }

    private void Value(StringBuilder text, int depth)
    {
        var kind = random.Next(depth > 6 ? 4 : 7);
        if (kind == 0) text.Append(random.Next(12) == 0 ? Pick(BadScalars) : Pick(Numbers));
        else if (kind == 1) text.Append(random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
        else if (kind < 4) text.Append(Text());
        else Container(text, depth, isObject: kind > 4);
    }

    private void Container(StringBuilder text, int depth, bool isObject)
    {
        var count = random.Next(5);
        text.Append(isObject ? '{' : '[').Append(Gap());
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(Gap()).Append(',').Append(Gap());
            // Now and then a member in an array, or an element in an object.
            if (isObject != (random.Next(150) == 0)) text.Append(Text()).Append(Gap()).Append(':').Append(Gap());
            Value(text, depth + 1);
        }

        text.Append(Gap()).Append(isObject != (random.Next(200) == 0) ? '}' : ']');
    }

    private string Text() => random.Next(60) == 0 ? $"\"{Pick(BadTexts)}\"" : $"\"{Pick(Texts)}{(random.Next(3) == 0 ? Pick(Texts) : "")}\"";

    private string Gap() => random.Next(10) == 0 ? new string(random.Next(6) == 0 ? '\t' : ' ', random.Next(1, 4)) : "";

    private static void Space(StringBuilder text, int count) => text.Append(' ', count);

    private byte[] Break(byte[] body)
    {
        if (body.Length == 0) return body;
        var at = random.Next(body.Length);
        switch (random.Next(6))
        {
            case 0: return [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(1, 4))..]];
            case 1: return [.. body[..at], .. Encoding.UTF8.GetBytes(Pick(Junk)), .. body[at..]];
            case 2: return body[..at];
            case 3: return [.. body[..at], .. body[random.Next(body.Length)..]];
            case 4: return [.. body[..at], (byte)random.Next(256), .. body[at..]];
            default:
                body[at] = (byte)random.Next(256);
                return body;
        }
    }

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];
}
