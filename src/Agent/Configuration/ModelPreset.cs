namespace Murmuration.Agent.Configuration;

/// <summary>Networks that need no description of their own.</summary>
internal enum ModelPreset
{
    /// <summary>Dense layers as <c>model.hidden</c> and <c>model.activation</c> say.</summary>
    Mlp,

    /// <summary>LeNet-5 as it is usual today: two convolutions and three dense layers.</summary>
    Lenet,

    /// <summary>The network of the EASGD experiments: three convolutions, two dense layers, dropout.</summary>
    Cnn7,

    /// <summary>ResNet-20 with group norm.</summary>
    Resnet20,
}
