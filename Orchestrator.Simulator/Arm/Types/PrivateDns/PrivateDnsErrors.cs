using Orchestrator.Simulator.Arm.Errors;

namespace Orchestrator.Simulator.Arm.Types.PrivateDns;

/// <summary>The errors of private DNS, in its words.</summary>
internal static class PrivateDnsErrors
{
    public static ArmException Bad(string message) => new(400, "BadRequest", message);

    public static ArmException HasNested() => new(409, "CannotDeleteResource", "Can not delete resource before nested resources are deleted.");

    public static ArmException AlreadyLinked(string network, string link) =>
        new(409, "Conflict", $"Virtual network '{network}' is already linked to the zone by '{link}'. A virtual network has one link to a zone.");

    public static ArmException OverlappingNamespaces(string zone) =>
        new(400, "BadRequest", $"A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '{zone}' and '{zone}' zones.");

    public static ArmException SecondRegistration(string network, string zone) =>
        new(400, "BadRequest", $"A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration enabled; conflicting Private DNS zone is '{zone}' of virtual network '{network}'.");

    public static ArmException AliasConflict(string name) =>
        new(400, "BadRequest", $"The record could not be created because a CNAME record set and other record sets of the same name '{name}' exclude each other.");
}
