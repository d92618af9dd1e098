namespace Orchestrator.Activities.Azure;

/// <summary>Where the start of a long-running operation told us to ask about it. The header decides how the answers read, so it is kept with the URL.</summary>
public sealed record ArmOperation(string Url, bool IsLocation)
{
    private const string LocationPrefix = "Location ";

    /// <summary>Azure-AsyncOperation where both headers are there, as Azure's documentation asks clients to.</summary>
    public static ArmOperation? From(string? asyncOperation, string? location) => (asyncOperation, location) switch
    {
        ({ Length: > 0 }, _) => new ArmOperation(asyncOperation, IsLocation: false),
        (_, { Length: > 0 }) => new ArmOperation(location, IsLocation: true),
        _ => null,
    };

    /// <summary>Reads what <see cref="ToString"/> wrote; a bare URL is an Azure-AsyncOperation.</summary>
    public static ArmOperation Parse(string text) => text.StartsWith(LocationPrefix, StringComparison.Ordinal)
        ? new ArmOperation(text[LocationPrefix.Length..], IsLocation: true)
        : new ArmOperation(text, IsLocation: false);

    public override string ToString() => IsLocation ? LocationPrefix + Url : Url;
}
