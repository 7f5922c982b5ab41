using RestStream.Core;
using RestStream.Core.Topics;
using RestStream.Server.Errors;

namespace RestStream.Server.Topics;

/// <summary>Turns bodies into what the engine takes.</summary>
internal static class TopicChanges
{
    public static Problem NameMissing()
    {
        const string Detail = "'name' is missing: the name of the topic to make.";
        return new(HttpErrors.ValidationFailed, Detail, [new ErrorItem("/name", Detail)]);
    }

    public static Problem NameDiffers(string name, string topic)
    {
        var detail = $"'name' is '{name}', but the path names topic '{topic}'. Leave 'name' out, or make them equal.";
        return new(HttpErrors.ValidationFailed, detail, [new ErrorItem("/name", detail)]);
    }

    public static TopicSpec ToSpec(string name, TopicBody body)
    {
        var config = new Dictionary<string, string>();
        foreach (var (key, value) in body.Config ?? [])
        {
            if (value is { } given) config[key] = given.Text;
        }

        return new TopicSpec(name, body.Partitions, config);
    }

    public static TopicChange ToChange(TopicChangeBody body) =>
        new(body.Partitions, (body.Config ?? []).ToDictionary(entry => entry.Key, entry => entry.Value?.Text));

    /// <summary>PUT: a config that is given becomes the whole config, so what it does not name goes back to its default; what is absent stays. Empty when nothing differs.</summary>
    public static TopicChange ToReplace(TopicDescription existing, TopicBody body)
    {
        var partitions = body.Partitions == existing.Partitions.Count ? null : body.Partitions;
        var config = new Dictionary<string, string?>();
        if (body.Config is { } wanted)
        {
            foreach (var name in existing.ConfigOverrides.Except(wanted.Keys)) config[name] = null;
            foreach (var (name, value) in wanted)
            {
                if (!IsSame(existing, name, value?.Text)) config[name] = value?.Text;
            }
        }

        return new TopicChange(partitions, config);
    }

    private static bool IsSame(TopicDescription existing, string name, string? wanted)
    {
        if (!existing.ConfigOverrides.Contains(name)) return wanted is null && existing.Config.ContainsKey(name);
        return wanted is not null && existing.Config.TryGetValue(name, out var today) && today == wanted;
    }
}
