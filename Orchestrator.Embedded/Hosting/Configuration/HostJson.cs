using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Embedded.Engine;
using Orchestrator.Embedded.Hosting.Queues;

namespace Orchestrator.Embedded.Hosting.Configuration;

/// <summary>
/// Reads host.json. Sections that belong to other parts of Azure Functions are ignored; values of the wrong kind are errors.
/// </summary>
internal static partial class HostJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="EmbeddedHostException">The file is named but absent, is no JSON, or holds a value that is not allowed.</exception>
    public static HostSettings Load(string? path, string appFolder)
    {
        var file = path ?? Path.Combine(appFolder, "host.json");
        if (File.Exists(file))
        {
            return Parse(File.ReadAllText(file), file);
        }

        return path is null ? new HostSettings() : throw new EmbeddedHostException($"host.json not found: {path}");
    }

    public static HostSettings Parse(string json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Read(new HostJsonReader(document.RootElement, source));
        }
        catch (JsonException e)
        {
            throw new EmbeddedHostException($"{source} is not valid JSON: {e.Message}", e);
        }
    }

    private static HostSettings Read(HostJsonReader json)
    {
        if (json.Text("version") is not "2.0")
        {
            throw json.Invalid("version", "must be \"2.0\"");
        }

        if (json.Has("retry"))
        {
            throw json.Invalid("retry", "is for every function, which this host does not know: put [FixedDelayRetry] or [ExponentialBackoffRetry] on timer functions");
        }

        var defaults = new HostSettings();
        var hub = json.Text("extensions.durableTask.hubName") ?? defaults.HubName;
        if (!HubNamePattern().IsMatch(hub))
        {
            throw json.Invalid("extensions.durableTask.hubName", "must be 3 to 45 letters and digits and start with a letter");
        }

        return new HostSettings
        {
            RoutePrefix = (json.Text("extensions.http.routePrefix") ?? defaults.RoutePrefix).Trim('/'),
            CustomHeaders = json.Texts("extensions.http.customHeaders"),
            HubName = hub,
            MaxConcurrentActivityFunctions = json.Positive("extensions.durableTask.maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestratorFunctions = json.Positive("extensions.durableTask.maxConcurrentOrchestratorFunctions"),
            DefaultVersion = json.Text("extensions.durableTask.defaultVersion"),
            Queues = QueueSettingsReader.Read(json),
            VersionMatchStrategy = json.Choice<VersionMatchStrategy>("extensions.durableTask.versionMatchStrategy"),
            VersionFailureStrategy = json.Choice<VersionFailureStrategy>("extensions.durableTask.versionFailureStrategy"),
        };
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex HubNamePattern();
}
