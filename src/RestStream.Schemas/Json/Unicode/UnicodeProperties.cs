namespace RestStream.Schemas.Json.Unicode;

/// <summary>What <c>\p{…}</c> may name in ECMA-262 with the flag u: general categories, scripts, binary properties. Names are exact, also in case.</summary>
internal static class UnicodeProperties
{
    /// <summary>The set of <c>\p{name}</c> or <c>\p{name=value}</c>; null for what ECMA-262 does not know.</summary>
    public static CodePointSet? Find(string name, string? value) => (name, value) switch
    {
        ("General_Category" or "gc", not null) => GeneralCategories.Find(value),
        ("Script" or "sc", not null) => UnicodeTables.Find("sc", value),
        ("Script_Extensions" or "scx", not null) => UnicodeTables.Find("scx", value) ?? UnicodeTables.Find("sc", value),
        ("Any", null) => CodePointSet.All,
        ("ASCII", null) => CodePointSet.Of(0, 0x7F),
        ("Assigned", null) => GeneralCategories.Find("Cn")!.Complement(),
        (_, null) => GeneralCategories.Find(name) ?? UnicodeTables.Find("bin", name),
        _ => null,
    };
}
