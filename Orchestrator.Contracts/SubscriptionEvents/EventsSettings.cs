namespace Orchestrator.Contracts.SubscriptionEvents;

/// <summary>Where the events of one Azure subscription's resources go. Kept; an endpoint's key is not in it.</summary>
public sealed record EventsSettings
{
    /// <summary>Resource group of the system topic; made when it is not there.</summary>
    public string ResourceGroup { get; init; } = "orchestrator-events";

    /// <summary>Azure location of the resource group, when it is made.</summary>
    public string Location { get; init; } = "westeurope";

    /// <summary>AzurePublicCloud, AzureUSGovernmentCloud or AzureChinaCloud.</summary>
    public string Environment { get; init; } = "AzurePublicCloud";

    /// <summary>ARM id of the Function app whose function AzureEvent gets them; null: an endpoint does.</summary>
    public string? FunctionAppId { get; init; }

    /// <summary>The https address that gets them, without its query.</summary>
    public string? EndpointBase { get; init; }

    /// <summary>First characters of the SHA-256 of the whole address, to know another key by.</summary>
    public string? EndpointHash { get; init; }

    /// <summary>ARM id of the storage account whose container <c>orchestrator-dead-letters</c> gets what cannot be delivered; null: it is lost.</summary>
    public string? DeadLetterAccountId { get; init; }
}
