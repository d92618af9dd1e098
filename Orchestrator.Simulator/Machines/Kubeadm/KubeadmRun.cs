using System.Text.Json.Nodes;
using Orchestrator.Simulator.Machines.UserData;

namespace Orchestrator.Simulator.Machines.Kubeadm;

/// <summary>All that kubeadm on one machine works from: its call, its documents, the files, the machine and its Kubernetes version.</summary>
internal sealed record KubeadmRun(
    MachineDefinition Machine, KubernetesVersion Version, KubeadmCommand Command, KubeadmDocuments Documents, CloudConfig Config)
{
    public bool IsInit => Command.IsInit;

    public bool IsControlPlane => IsInit || Documents.Join?["controlPlane"] is not null;

    public NodeRegistration Registration
    {
        get
        {
            var document = IsInit ? Documents.Init : Documents.Join;
            return NodeRegistration.From(document?["nodeRegistration"] as JsonObject, document?["apiVersion"]?.ToString() ?? "", Machine.ComputerName);
        }
    }

    /// <summary>What cloud-init and kubeadm make of the machine's user data; null when it asks for no kubeadm at all.</summary>
    /// <exception cref="BootFailure">The machine will not join, and why.</exception>
    public static KubeadmRun? From(MachineDefinition machine)
    {
        var config = UserDataReader.Read(machine.CustomDataBase64, new InstanceMetadata(machine));
        DataDisks.Check(config, machine.DataDiskCount);
        if (KubeadmCommand.Find(config) is not { } command)
        {
            return null;
        }

        var version = KubernetesVersion.OfImage(machine.ImageReference)
            ?? throw new BootFailure($"kubeadm: command not found: the image {machine.ImageReference} carries no Kubernetes version");
        var documents = KubeadmDocuments.Parse(command.Configuration, version);
        if (!command.IsInit && documents.Join is null)
        {
            throw new BootFailure($"kubeadm: no JoinConfiguration in {command.Configuration.Path}");
        }

        if (command.IsInit && documents.Init is null && documents.Cluster is null)
        {
            throw new BootFailure($"kubeadm: no InitConfiguration or ClusterConfiguration in {command.Configuration.Path}");
        }

        return new KubeadmRun(machine, version, command, documents, config);
    }

    public ClusterConfiguration ClusterConfiguration => Kubeadm.ClusterConfiguration.From(
        Documents.Cluster ?? new JsonObject { ["apiVersion"] = Documents.Init!["apiVersion"]!.ToString(), ["kind"] = "ClusterConfiguration" }, Version);
}
