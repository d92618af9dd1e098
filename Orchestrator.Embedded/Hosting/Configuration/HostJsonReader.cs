using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Embedded.Hosting.Configuration;

/// <summary>Looks values up by dotted path; a value of the wrong kind is an error that names file and path.</summary>
internal sealed class HostJsonReader(JsonElement root, string source)
{
    public bool Has(string path) => Find(path) is not null;

    public string? Text(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw Invalid(path, "must be a string"),
    };

    /// <summary>The members of an object of texts; none where there is no object.</summary>
    public IReadOnlyDictionary<string, string> Texts(string path) => Find(path) switch
    {
        null => new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        { ValueKind: JsonValueKind.Object } members when members.EnumerateObject().All(static member => member.Value.ValueKind == JsonValueKind.String) =>
            members.EnumerateObject().DistinctBy(static member => member.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(static member => member.Name, static member => member.Value.GetString()!, StringComparer.OrdinalIgnoreCase),
        _ => throw Invalid(path, "must be an object of strings"),
    };

    public int? Positive(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value > 0 => value,
        _ => throw Invalid(path, "must be a whole number above 0"),
    };

    public int? WholeNumber(string path) => Find(path) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var value) && value >= 0 => value,
        _ => throw Invalid(path, "must be a whole number, 0 or above"),
    };

    public TimeSpan? Span(string path, TimeSpan minimum, TimeSpan maximum) => Text(path) switch
    {
        null => null,
        { } text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum => value,
        _ => throw Invalid(path, $"must be a time span from {minimum:c} to {maximum:c}"),
    };

    public T? Choice<T>(string path)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        return Text(path) switch
        {
            null => null,
            { } text when names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name => Enum.Parse<T>(name),
            _ => throw Invalid(path, $"must be one of {string.Join(", ", names)}"),
        };
    }

    public EmbeddedHostException Invalid(string path, string rule) => new($"{source}: {path} {rule}.");

    private JsonElement? Find(string path)
    {
        var walked = new List<string>();
        var current = root;
        foreach (var name in path.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object)
            {
                throw Invalid(walked.Count == 0 ? "the document" : string.Join('.', walked), "must be an object");
            }

            walked.Add(name);
            var match = current.EnumerateObject().Where(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
            if (match.Length == 0 || match[^1].Value.ValueKind == JsonValueKind.Null)
            {
                return null;
            }

            current = match[^1].Value;
        }

        return current;
    }
}
