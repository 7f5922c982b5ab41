using System.Reflection;

namespace RestStream.Server.Hosting;

/// <summary>Checks options at start and gathers everything that is wrong, so that all is told at once.</summary>
internal static class OptionsProblems
{
    /// <summary>Binds a section onto <paramref name="options"/>, which has the defaults; adds a sentence for each value of a wrong type or out of its range, and for each unknown name.</summary>
    public static T Bind<T>(T options, IConfiguration configuration, string section, List<string> problems, string[]? subsections = null, string[]? notOptions = null) where T : class
    {
        var properties = typeof(T).GetProperties().Where(property => notOptions?.Contains(property.Name) is not true).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            if (subsections?.Contains(entry.Key, StringComparer.OrdinalIgnoreCase) is true) continue;
            if (!properties.TryGetValue(entry.Key, out var property))
            {
                problems.Add($"{entry.Path} is not an option; see docs/configuration.md.");
                continue;
            }

            Set(options, property, entry, problems);
        }

        return options;
    }

    /// <summary>Sizes, counts, rates and times must be above 0.</summary>
    public static void RequirePositive<T>(T options, string section, List<string> problems) where T : class
    {
        foreach (var property in typeof(T).GetProperties())
        {
            var isPositive = property.GetValue(options) switch
            {
                int number => number > 0,
                long number => number > 0,
                double number => number >= 0,
                TimeSpan time => time > TimeSpan.Zero,
                _ => true,
            };
            if (!isPositive) problems.Add($"{section}:{property.Name} must be above 0.");
        }
    }

    private static void Set(object options, PropertyInfo property, IConfigurationSection entry, List<string> problems)
    {
        if (entry.Value is not { } text)
        {
            problems.Add($"{entry.Path} takes one value.");
            return;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (OptionValue.TryParse(text, type, out var value)) property.SetValue(options, value);
        else problems.Add($"{entry.Path} is '{text}'; it takes {OptionValue.Describe(type)}.");
    }
}
