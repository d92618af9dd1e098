using Orchestrator.Manifests.Reading;
using static Orchestrator.Manifests.Reading.Shape;

namespace Orchestrator.Manifests.ClusterApi;

/// <summary>The fields of bootstrap.cluster.x-k8s.io/v1beta1 that pass through to kubeadm and cloud-init.</summary>
internal static class KubeadmShapes
{
    private static readonly Shape EnvironmentVariables = List(Object(("name", Text), ("value", Text)));

    private static readonly (string, Shape)[] Component =
    [
        ("extraArgs", StringMap),
        ("extraEnvs", EnvironmentVariables),
        ("extraVolumes", List(Object(
            ("name", Text), ("hostPath", Text), ("mountPath", Text), ("readOnly", Flag), ("pathType", Text)))),
    ];

    private static readonly Shape NodeRegistration = Object(
        ("name", Text), ("criSocket", Text), ("kubeletExtraArgs", StringMap), ("ignorePreflightErrors", Strings),
        ("imagePullPolicy", Choice("Always", "IfNotPresent", "Never")), ("imagePullSerial", Flag),
        ("taints", List(Object(
            ("key", Text), ("value", Text), ("effect", Choice("NoSchedule", "PreferNoSchedule", "NoExecute")), ("timeAdded", Text)))));

    private static readonly Shape LocalApiEndpoint = Object(("advertiseAddress", Text), ("bindPort", Number));

    private static readonly Shape Patches = Object(("directory", Text));

    private static readonly Shape LocalEtcd = Object(
        ("imageRepository", Text), ("imageTag", Text), ("dataDir", Text), ("extraArgs", StringMap), ("extraEnvs", EnvironmentVariables),
        ("serverCertSANs", Strings), ("peerCertSANs", Strings));

    public static Shape ClusterConfiguration { get; } = Object(
        ("apiVersion", Text), ("kind", Text),
        ("etcd", Object(("local", LocalEtcd), ("external", Unsupported))),
        ("networking", Object(("serviceSubnet", Text), ("podSubnet", Text), ("dnsDomain", Text))),
        ("kubernetesVersion", Text), ("controlPlaneEndpoint", Text), ("clusterName", Text),
        ("apiServer", Object([.. Component, ("certSANs", Strings), ("timeoutForControlPlane", Duration)])),
        ("controllerManager", Object(Component)), ("scheduler", Object(Component)),
        ("dns", Object(("imageRepository", Text), ("imageTag", Text))),
        ("certificatesDir", Text), ("imageRepository", Text), ("featureGates", Map(Flag)),
        ("certificateValidityPeriodDays", Number), ("caCertificateValidityPeriodDays", Number));

    public static Shape InitConfiguration { get; } = Object(
        ("apiVersion", Text), ("kind", Text), ("bootstrapTokens", Unsupported), ("nodeRegistration", NodeRegistration),
        ("localAPIEndpoint", LocalApiEndpoint), ("skipPhases", Strings), ("patches", Patches));

    public static Shape JoinConfiguration { get; } = Object(
        ("apiVersion", Text), ("kind", Text), ("nodeRegistration", NodeRegistration), ("caCertPath", Text), ("discovery", Unsupported),
        ("controlPlane", Object(("localAPIEndpoint", LocalApiEndpoint))), ("skipPhases", Strings), ("patches", Patches));

    public static Shape DiskSetup { get; } = Object(
        ("partitions", List(Object(("device", Text), ("layout", Flag), ("overwrite", Flag), ("tableType", Choice("mbr", "gpt"))))),
        ("filesystems", List(Object(
            ("device", Text), ("filesystem", Text), ("label", Text), ("partition", Text), ("overwrite", Flag), ("replaceFS", Text),
            ("extraOpts", Strings)))));

    public static Shape Users { get; } = List(Object(
        ("name", Text), ("gecos", Text), ("groups", Text), ("homeDir", Text), ("inactive", Flag), ("shell", Text), ("passwd", Text),
        ("passwdFrom", Unsupported), ("primaryGroup", Text), ("lockPassword", Flag), ("sudo", Text), ("sshAuthorizedKeys", Strings)));

    public static Shape Ntp { get; } = Object(("servers", Strings), ("enabled", Flag));
}
