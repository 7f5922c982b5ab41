using System.Diagnostics.CodeAnalysis;

namespace RestStream.Schemas.Registry;

/// <summary>Confluent's names of levels, modes and policies. Levels and policies are read in any case.</summary>
public static class RegistryNames
{
    private static readonly (CompatibilityLevel Value, string Name)[] Levels =
    [
        (CompatibilityLevel.None, "NONE"), (CompatibilityLevel.Backward, "BACKWARD"), (CompatibilityLevel.BackwardTransitive, "BACKWARD_TRANSITIVE"),
        (CompatibilityLevel.Forward, "FORWARD"), (CompatibilityLevel.ForwardTransitive, "FORWARD_TRANSITIVE"), (CompatibilityLevel.Full, "FULL"), (CompatibilityLevel.FullTransitive, "FULL_TRANSITIVE"),
    ];

    private static readonly (RegistryMode Value, string Name)[] Modes =
    [
        (RegistryMode.ReadWrite, "READWRITE"), (RegistryMode.ReadOnly, "READONLY"), (RegistryMode.ReadOnlyOverride, "READONLY_OVERRIDE"), (RegistryMode.Import, "IMPORT"), (RegistryMode.Forward, "FORWARD"),
    ];

    private static readonly string[] Policies = ["STRICT", "LENIENT", "LOGICAL"];

    /// <summary>The name of a level.</summary>
    public static string Of(CompatibilityLevel level) => Levels.First(one => one.Value == level).Name;

    /// <summary>The name of a mode.</summary>
    public static string Of(RegistryMode mode) => Modes.First(one => one.Value == mode).Name;

    /// <summary>The level of a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out CompatibilityLevel level) => TryFind(Levels, name, out level);

    /// <summary>The mode of a name.</summary>
    public static bool TryParse([NotNullWhen(true)] string? name, out RegistryMode mode) => TryFind(Modes, name, out mode);

    internal static bool IsPolicy(string name) => Policies.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool TryFind<T>((T Value, string Name)[] known, string? name, out T value) where T : struct
    {
        foreach (var one in known)
        {
            value = one.Value;
            if (one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        value = default;
        return false;
    }
}
