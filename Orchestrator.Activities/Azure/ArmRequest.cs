using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Azure;

/// <summary>One request to ARM.</summary>
/// <param name="Verb">The method.</param>
/// <param name="Id">What it is about: a resource, a group or a list's path. Errors name it.</param>
/// <param name="Type">The resource type, which decides the budget that the request draws on.</param>
/// <param name="Url">Whole, with api-version.</param>
/// <param name="OperationId">The operation that it is made for; correlation and client request ids derive from it.</param>
internal sealed record ArmRequest(ArmVerb Verb, string Id, string Type, Uri Url, string OperationId)
{
    public JsonObject? Body { get; init; }

    /// <summary>Headers beside those that every request has.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Only if the resource is still this version.</summary>
    public string? IfMatch { get; init; }

    /// <summary>Only if the resource does not exist.</summary>
    public bool OnlyIfAbsent { get; init; }

    /// <summary>Where the cluster is: providers count requests by region.</summary>
    public string Region { get; init; } = "";

    /// <summary>A PUT of what is not there yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>A read of many resources at once.</summary>
    public bool IsList { get; init; }
}
