namespace Orchestrator.Activities.Azure;

/// <summary>A kind of request.</summary>
/// <param name="IsList">A GET of many resources at once.</param>
public sealed record ArmCall(ArmVerb Verb, string Type, bool IsList = false)
{
    /// <summary>As an HTTP method, but LIST for lists.</summary>
    public string VerbName => IsList ? "LIST" : Verb.ToString().ToUpperInvariant();
}
