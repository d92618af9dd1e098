using System.Text.Json.Nodes;

namespace Orchestrator.Activities.Resources.Machines;

/// <summary>What was read of machines together with much else, so that describing them reads nothing more. What is not known is read.</summary>
internal sealed class KnownMachineParts
{
    private readonly Dictionary<string, IReadOnlyList<JsonObject>> _extensions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The interfaces of the resource group; null: not known.</summary>
    public IReadOnlyList<JsonObject>? Cards { get; set; }

    public void SetExtensions(string machineId, IReadOnlyList<JsonObject> extensions) => _extensions[machineId] = extensions;

    /// <summary>The extensions of a virtual machine; null: not known.</summary>
    public IReadOnlyList<JsonObject>? ExtensionsOf(string machineId) => _extensions.GetValueOrDefault(machineId);

    /// <summary>Has them read again.</summary>
    public void Forget()
    {
        _extensions.Clear();
        Cards = null;
    }
}
