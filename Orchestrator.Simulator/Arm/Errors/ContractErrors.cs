using Orchestrator.Simulator.Contract;

namespace Orchestrator.Simulator.Arm.Errors;

/// <summary>Says what is wrong with a body in the words of the provider that reads it.</summary>
internal static class ContractErrors
{
    public static ArmException Of(string type, ContractViolationException violation) => type.Split('/')[0].ToLowerInvariant() switch
    {
        "microsoft.network" => new ArmException(400, "InvalidRequestFormat", "Cannot parse the request.")
        {
            Details = [new ArmFault(violation.UnknownMember ? "InvalidJson" : "InvalidRequestFormat", violation.Message, violation.Path)],
        },
        "microsoft.resources" => ArmErrors.InvalidRequestContent(violation.Message),
        _ => new ArmException(400, violation.UnknownMember ? "BadRequest" : "InvalidParameter", violation.Message) { Target = violation.Path },
    };
}
