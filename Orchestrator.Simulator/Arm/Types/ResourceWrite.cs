using System.Text.Json.Nodes;
using Orchestrator.Simulator.Arm.Resources;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>One PUT or PATCH on its way from the request to the store.</summary>
/// <param name="Content">What will be kept; a type may fill it in.</param>
internal sealed record ResourceWrite(ArmWorld World, ResourceType Type, string Id, string Name, ArmResource? Existing, JsonObject Content)
{
    /// <summary>Kept beside the content; starts as what the existing resource has.</summary>
    public JsonObject Service { get; } = Existing?.Service.Copy() ?? [];

    /// <summary>Handed to the end of the operation.</summary>
    public JsonObject Arguments { get; } = [];

    public JsonObject Properties => Content.Ensure("properties");

    public string Location => Content.Text("location") ?? Existing?.Location ?? "";
}
