using System.Net;
using Orchestrator.Activities.GitOps;

namespace Orchestrator.Activities.Tests.GitOps;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("20.60.1.1", true)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2603:1030::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:20.60.1.1", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    public void Is_TellsAddressesOfTheInternet(string address, bool expected) => Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));
}
