using System.Globalization;
using RestStream.Core;

namespace RestStream.Broker.Topics;

/// <summary>One topic config: its name, type, default and range.</summary>
internal sealed class ConfigDefinition
{
    private readonly double _min;
    private readonly double _max;
    private readonly string[]? _allowed;
    private readonly string? _remark;

    private ConfigDefinition(string name, ConfigType type, string standard, double min, double max, string[]? allowed, string? remark)
    {
        (Name, Type, Default) = (name, type, standard);
        (_min, _max, _allowed, _remark) = (min, max, allowed, remark);
    }

    public string Name { get; }

    public ConfigType Type { get; }

    public string Default { get; }

    public static ConfigDefinition Boolean(string name, bool standard) =>
        new(name, ConfigType.Boolean, standard ? "true" : "false", 0, 0, ["true", "false"], null);

    public static ConfigDefinition Int(string name, int standard, int min, int max = int.MaxValue) =>
        new(name, ConfigType.Int, standard.ToString(CultureInfo.InvariantCulture), min, max, null, null);

    public static ConfigDefinition Long(string name, long standard, long min) =>
        new(name, ConfigType.Long, standard.ToString(CultureInfo.InvariantCulture), min, long.MaxValue, null, null);

    public static ConfigDefinition Double(string name, double standard, double min, double max) =>
        new(name, ConfigType.Double, standard.ToString(CultureInfo.InvariantCulture), min, max, null, null);

    public static ConfigDefinition String(string name, string standard, string[] allowed, string? remark = null) =>
        new(name, ConfigType.String, standard, 0, 0, allowed, remark);

    public static ConfigDefinition List(string name, string standard, string[]? allowed, string? remark = null) =>
        new(name, ConfigType.List, standard, 0, 0, allowed, remark);

    /// <summary>Checks a value; null when it is good, else what is wrong with it and what is allowed.</summary>
    public ErrorItem? Check(string value) =>
        IsAllowed(value.Trim()) ? null : new ErrorItem(PointerTo(Name), $"'{Name}' cannot be '{Shortened(value)}': it is {Range()}.");

    public static string PointerTo(string name) =>
        "/config/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>A value that came from a client, short enough for a message.</summary>
    public static string Shortened(string value) => value.Length <= 60 ? value : string.Concat(value.AsSpan(0, 60), "…");

    private bool IsAllowed(string value) => Type switch
    {
        ConfigType.Boolean => bool.TryParse(value, out _),
        ConfigType.Int => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= _min && number <= _max,
        ConfigType.Long => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= _min,
        ConfigType.Double => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= _min && number <= _max,
        ConfigType.String => _allowed!.Contains(value),
        _ => _allowed is null || (value.Length > 0 && ListOf(value).All(_allowed.Contains)),
    };

    public static string[] ListOf(string value) => value.Split(',', StringSplitOptions.TrimEntries);

    private string Range() => Type switch
    {
        ConfigType.Boolean => "a boolean: true or false",
        ConfigType.Int => string.Create(CultureInfo.InvariantCulture, $"an int from {_min:F0} to {_max:F0}"),
        ConfigType.Long => string.Create(CultureInfo.InvariantCulture, $"a long from {_min:F0} to {long.MaxValue}"),
        ConfigType.Double => string.Create(CultureInfo.InvariantCulture, $"a double from {_min} to {_max}"),
        ConfigType.String => $"a string, one of: {Allowed()}",
        _ => $"a list of: {Allowed()}",
    };

    private string Allowed() => string.Join(", ", _allowed ?? []) + (_remark is null ? "" : $" ({_remark})");
}
